// What is said in the place of a map that could not be drawn.

export function sayBroken(place, words) {
  const message = document.createElement("p");
  message.className = "message message-erreur carte-panne";
  message.setAttribute("role", "alert");
  message.textContent = words;
  place.append(message);
}
