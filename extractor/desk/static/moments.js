// Moments are stored in UTC; the clerk reads them in local time.
for (const time of document.querySelectorAll("time[data-moment]")) {
  const moment = new Date(time.dateTime.replace(" ", "T"));
  if (!Number.isNaN(moment.getTime())) time.textContent = moment.toLocaleString("zh-CN", { hour12: false });
}
