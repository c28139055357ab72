/* Photos and the place. Photos are made smaller before they wait, which also leaves out where
   they were taken; one that cannot be read here goes as it is. */

const LONGEST_SIDE_PX = 1600;
const QUALITY = 0.82;
const SMALL_ENOUGH_BYTES = 400_000;
const LOCATING_MS = 15_000;

export async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const type = file.type === "image/png" && file.size < SMALL_ENOUGH_BYTES ? "image/png" : "image/jpeg";
    const blob = await new Promise((done) => canvas.toBlob(done, type, QUALITY));
    return blob ?? file;
  } catch {
    return file;
  }
}

export function nameOf(blob) {
  const ending = (blob.type.split(";")[0].split("/")[1] || "bin").replace("jpeg", "jpg");
  return `file.${ending}`;
}

/** Where the person is, or the reason in plain words (a key of the strings). */
export function locate() {
  return new Promise((resolve, reject) => {
    if (!("geolocation" in navigator) || !isSecureContext) return reject(new Error("place_none"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      (error) => reject(new Error(error.code === error.PERMISSION_DENIED ? "place_denied" : "place_none")),
      { enableHighAccuracy: true, timeout: LOCATING_MS, maximumAge: 60_000 },
    );
  });
}
