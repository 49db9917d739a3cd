/** The first colon of `:tada:`, which sites and GitHub turn into a picture. */
export const emojiColon = /(?<!:):(?=[a-z+-][\w+-]*:(?!:))/
