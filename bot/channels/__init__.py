"""The channels: `contract` says what each promises; bot.app chooses which are on."""
