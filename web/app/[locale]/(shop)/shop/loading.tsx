import { CardSkeletons, Skeleton } from "@/ui/skeleton";

export default function Loading() {
  return (
    <main id="content" className="page pt-24" aria-busy>
      <Skeleton className="h-9 w-64" />
      <ul className="mt-10 grid grid-cols-2 gap-x-6 gap-y-8 lg:grid-cols-4"><CardSkeletons count={8} /></ul>
    </main>
  );
}
