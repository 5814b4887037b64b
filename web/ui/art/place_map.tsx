/** Where a farm is: its state with counties and a point, by day and by night. */
export function PlaceMap({ state, latitude, longitude, label, className = "" }: { state: string; latitude: number; longitude: number; label: string; className?: string }) {
  const address = `/art/state.svg?state=${state}&at=${latitude.toFixed(3)},${longitude.toFixed(3)}`;
  const common = { width: 468, height: 216, loading: "lazy", decoding: "async" } as const;
  return (
    <>
      <img {...common} alt={label} src={address} className={`rounded-card object-cover dark:hidden ${className}`} />
      <img {...common} alt={label} src={`${address}&night=1`} className={`hidden rounded-card object-cover dark:block ${className}`} />
    </>
  );
}
