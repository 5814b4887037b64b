import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getLocale, getT } from "@/lib/i18n";
import { localePath, locales, type Locale } from "@/lib/i18n/path";
import { ServiceWorker } from "@/features/shell/service_worker";
import { Toaster } from "@/ui/toaster";
import { dmMono, figtree, figtreeRest, youngSerif, youngSerifRest } from "../fonts";
import "../globals.css";

// Before first paint: the stored theme, else the device's. What changes later is followed by features/shell/theme_switch.
const themeScript = `(function(){var c=null;try{c=localStorage.getItem("gh-theme")}catch(e){}document.documentElement.dataset.theme=c==="light"||c==="dark"?c:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"})()`;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT("common");
  const given = await headers();
  const path = given.get("x-gh-path") ?? "/";
  const host = given.get("host") ?? "localhost:8080";
  return {
    metadataBase: new URL(`${given.get("x-forwarded-proto") ?? "http"}://${host}`),
    title: { default: `${t("name")}, ${t("tagline").toLowerCase()}`, template: `%s · ${t("name")}` },
    description: t("description"),
    applicationName: t("name"),
    alternates: { canonical: localePath(await getLocale(), path), languages: Object.fromEntries(locales.map((l) => [l, localePath(l, path)])) },
    icons: { icon: "/icon.svg", apple: "/icons/apple-180.png" },
    manifest: "/manifest.webmanifest",
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [{ media: "(prefers-color-scheme: light)", color: "#FBF8F1" }, { media: "(prefers-color-scheme: dark)", color: "#141A14" }],
};

export default async function RootLayout({ children, params }: { children: React.ReactNode; params: Promise<{ locale: string }> }) {
  const { locale } = await params;
  if (!locales.includes(locale as Locale)) notFound();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const t = await getT("common");
  return (
    <html lang={locale} className={[youngSerif, youngSerifRest, figtree, figtreeRest, dmMono].map((font) => font.variable).join(" ")} suppressHydrationWarning>
      <head>
        {/* eslint-disable-next-line react/no-danger -- a constant of our own, with the nonce of the policy */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <ServiceWorker words={{ offline: t("offlineBanner"), ready: t("updateReady"), use: t("updateNow") }} />
        {children}
        <Toaster close={t("close")} />
      </body>
    </html>
  );
}
