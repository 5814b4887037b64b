/** The end of every record. */
export function Doorstep({ className = "" }: { className?: string }) {
  return (
    <svg viewBox="0 0 468 130" aria-hidden preserveAspectRatio="xMidYMax slice" className={`rounded-card ${className}`}>
      <rect width="468" height="130" className="fill-[#F0E4D0] dark:fill-[#262F28]" />
      <path d={Array.from({ length: 9 }, (_, i) => `M0 ${8 + i * 13}h468`).join("")} className="stroke-[#E0D2B8] dark:stroke-[#1D251F]" />
      <rect y="118" width="468" height="12" className="fill-[#DDE3C8] dark:fill-[#1A241B]" />
      <path d="M172 130v-7h126v7ZM184 123v-6h102v6Z" className="fill-[#B9A48C] dark:fill-[#4B4238]" />
      <rect x="200" y="12" width="70" height="105" className="fill-white dark:fill-[#C9CBB8]" />
      <rect x="206" y="18" width="58" height="99" className="fill-leaf-strong dark:fill-leaf" />
      <path d="M213 25h20v13h-20ZM237 25h20v13h-20ZM213 42h20v13h-20ZM237 42h20v13h-20Z" fill="#F2C661" />
      <path d="M213 64h20v44h-20ZM237 64h20v44h-20Z" className="fill-[#173D24] dark:fill-[#5FAE72]" />
      <circle cx="259" cy="70" r="2.2" fill="#F2B63C" />
      <circle cx="178" cy="38" r="18" fill="#F2C661" opacity=".22" />
      <path d="M171 44l3-14h8l3 14Z" fill="#F2B63C" /><path d="M172 28h12v4h-12Z" fill="#4A3527" />
      <path d="M144 104l3 17h16l3-17Z" fill="#A8572B" />
      <path d="M155 104c-14-8-16-22-14-30 10 6 14 16 14 30ZM155 104c14-6 18-20 14-30-10 6-14 16-14 30ZM155 104c-3-14-2-30 2-38 6 10 4 24-2 38Z" fill="#3F7045" />
      <path d="M282 100h44v22h-44Z" fill="#C98B4A" /><path d="M282 107h44M282 114h44" stroke="#8A5A34" strokeWidth="1.4" />
      <path d="M288 100c-2-8 0-12 2-16 3 5 3 10 2 16ZM300 100c-2-8 0-13 3-17 2 6 2 11 0 17ZM314 100c-3-7-1-12 1-16 3 5 4 10 2 16Z" fill="#3F7045" />
      <circle cx="295" cy="99" r="4" fill="#D9603C" /><circle cx="308" cy="99" r="4" fill="#F2B63C" /><circle cx="319" cy="99" r="3.6" fill="#A3214E" />
    </svg>
  );
}
