"""建议箱 and 明白人: what people give the community to think about, or ask somebody who knows."""
