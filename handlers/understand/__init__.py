"""Understanding: from a resident's own words to what the desk needs to know.

Every reader is a pure function of the text and, for times, of the moment it was said: no clock,
no database, no network. What a reader does not find, the script asks for.
"""
