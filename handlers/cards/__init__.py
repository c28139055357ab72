"""The live card of an order, one file for each kind of reader; handlers/order_card.py chooses."""
