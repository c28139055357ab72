// Signs the page in to WeChat's browser and shows its button; elsewhere the page says where to open it.
"use strict";
(() => {
  const page = document.getElementById("notices");
  const show = (id, is) => { document.getElementById(id).hidden = !is; };
  if (typeof wx === "undefined" || !/MicroMessenger/i.test(navigator.userAgent)) return;
  wx.config({
    appId: page.dataset.appid,
    timestamp: Number(page.dataset.timestamp),
    nonceStr: page.dataset.nonce,
    signature: page.dataset.signature,
    jsApiList: [],
    openTagList: ["wx-open-subscribe"],
  });
  wx.ready(() => { show("outside", false); show("inside", true); });
  for (const button of document.querySelectorAll("wx-open-subscribe")) {
    button.addEventListener("success", (event) => {
      if (/accept/.test(event.detail.subscribeDetails || "")) show("agreed", true);
    });
  }
})();
