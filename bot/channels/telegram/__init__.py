"""Telegram: what people write there comes in, what the desk says goes out as messages and cards.

python-telegram-bot gives the calls, the types and the errors; everything that must last (order,
pace, repetition) is ours and lives in the database.
"""
