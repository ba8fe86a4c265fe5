// As one module, so that a function carries both in one file: of the library's transports only this one.
export { default as Mailer } from "nodemailer/lib/mailer";
export { default as SmtpTransport } from "nodemailer/lib/smtp-transport";
