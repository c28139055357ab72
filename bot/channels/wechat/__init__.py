"""WeChat Official Accounts: what people write there comes in, what the desk says goes out.

wechatpy reads the posts and works the cipher, behind guards of ours (seal, xml); its client, which
blocks and loses itself in retries, is not used: the calls are ours (api, calling).
"""
