"""WeCom (企业微信): a company's own app, through which coordinators and team leaders are reached.

Its posts come in the same envelope as those of WeChat (bot/channels/wechat); what may be said, and
how, is its own: members of a directory, button cards, no windows.
"""
