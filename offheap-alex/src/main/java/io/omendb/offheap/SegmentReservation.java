package io.omendb.offheap;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the segment was got: mapped without being committed, aligned to huge pages, where native
 * access is granted and the platform is Linux or macOS; else a plain allocation, which the JDK
 * zeroes and so commits.
 *
 * <p>{@code Arena.allocate} touches every page before advice could be given, so huge pages need the
 * mapping.
 */
@SuppressWarnings("restricted")
final class SegmentReservation {

    static final String SIZE_PROPERTY = "omendb.memory";
    static final String TOUCH_PROPERTY = "omendb.memory.pretouch";

    private static final long SIZE_MIN = 64L << 20;

    /** What the JVM needs beside its heap: code, classes, stacks, buffers of sockets and files. */
    private static final long JVM_BYTES = 256L << 20;

    private static final long PLAIN_DEFAULT = 256L << 20;

    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS_LINUX = 0x20;
    private static final int MAP_NORESERVE_LINUX = 0x4000;
    private static final int MAP_ANONYMOUS_MACOS = 0x1000;
    private static final int MAP_NORESERVE_MACOS = 0x40;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;

    private final MemorySegment segment;
    private final String description;
    private final @Nullable MethodHandle madvise;

    private SegmentReservation(
            MemorySegment segment, String description, @Nullable MethodHandle madvise) {
        this.segment = segment;
        this.description = description;
        this.madvise = madvise;
    }

    MemorySegment segment() {
        return segment;
    }

    String description() {
        return description;
    }

    static SegmentReservation reserve() {
        boolean isTouched = parseSwitch(System.getProperty(TOUCH_PROPERTY, ""));
        SegmentReservation reservation = reserve(System.getProperty(SIZE_PROPERTY, ""));
        return isTouched ? reservation.touched() : reservation;
    }

    private static SegmentReservation reserve(String size) {
        long asked = parseBytes(size);
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean linux = os.startsWith("linux");
        boolean mappable = linux || os.startsWith("mac");
        String obstacle;
        if (!mappable) {
            obstacle = "not mapped on " + os;
        } else if (!SegmentReservation.class.getModule().isNativeAccessEnabled()) {
            obstacle = "native access is not granted (--enable-native-access)";
        } else {
            long physical = physicalBytes();
            long wanted = roundUp(asked > 0 ? asked : share(physical));
            SegmentReservation mapped =
                    map(wanted, linux, asked > 0 ? "" : " of " + (physical >>> 20) + " MiB");
            if (mapped != null) {
                return mapped;
            }
            obstacle = "mmap of " + (wanted >>> 20) + " MiB and of less was refused";
        }
        return allocate(roundUp(asked > 0 ? asked : PLAIN_DEFAULT), obstacle);
    }

    /**
     * All pages committed at once, and kept: nobody waits later for the operating system to find
     * and to clear one, which under a hypervisor takes milliseconds for a huge page.
     */
    private SegmentReservation touched() {
        segment.fill((byte) 0);
        return new SegmentReservation(segment, description + ", all touched in advance", null);
    }

    /** Tells the operating system that the contents of a range are of no use any more. */
    void discard(long offset, long bytes) {
        MethodHandle advise = madvise;
        if (advise != null) {
            // Advice only: a refusal leaves the pages committed, which is correct.
            invokeMadvise(advise, segment.address() + offset, bytes, MADV_DONTNEED);
        }
    }

    /**
     * What of a machine's or container's memory is the segment's: three quarters, or on a small one
     * what heap and JVM leave.
     */
    static long share(long physicalBytes) {
        long left = physicalBytes - Runtime.getRuntime().maxMemory() - JVM_BYTES;
        return Math.max(SIZE_MIN, Math.min(physicalBytes / 4 * 3, left));
    }

    /**
     * Maps what was wanted, or of what is not refused the largest part that leaves the JVM room to
     * run.
     *
     * @param share " of N MiB" where a share of so much is wanted, else empty
     */
    private static @Nullable SegmentReservation map(long wanted, boolean linux, String share) {
        Linker linker = Linker.nativeLinker();
        MemoryLayout sizeT = ValueLayout.JAVA_LONG;
        MethodHandle mmap =
                handle(
                        linker,
                        "mmap",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                sizeT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
        MethodHandle madvise =
                handle(
                        linker,
                        "madvise",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                sizeT,
                                ValueLayout.JAVA_INT));
        MethodHandle munmap =
                handle(
                        linker,
                        "munmap",
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, sizeT));
        int flags =
                MAP_PRIVATE
                        | (linux
                                ? MAP_ANONYMOUS_LINUX | MAP_NORESERVE_LINUX
                                : MAP_ANONYMOUS_MACOS | MAP_NORESERVE_MACOS);
        for (long bytes = wanted; bytes >= Math.min(SIZE_MIN, wanted); bytes = roundUp(bytes / 2)) {
            long address = invokeMmap(mmap, bytes + ProcessMemory.EXTENT_BYTES, flags);
            if (address != MAP_FAILED && bytes < wanted) {
                // Something is limited: the JVM must not be the one to find out.
                long room = invokeMmap(mmap, JVM_BYTES, flags);
                if (room == MAP_FAILED) {
                    invokeMunmap(munmap, address, bytes + ProcessMemory.EXTENT_BYTES);
                    address = MAP_FAILED;
                } else {
                    invokeMunmap(munmap, room, JVM_BYTES);
                }
            }
            if (address != MAP_FAILED) {
                long aligned =
                        (address + ProcessMemory.EXTENT_BYTES - 1) & -ProcessMemory.EXTENT_BYTES;
                boolean huge =
                        linux
                                && invokeMadvise(madvise, aligned, bytes, MADV_HUGEPAGE) == 0
                                && !hugePagesAreOff();
                String text =
                        (bytes >>> 20)
                                + " MiB"
                                + share
                                + " mapped, committed as touched, "
                                + (huge ? "huge pages advised" : "no huge pages")
                                + (bytes < wanted
                                        ? " (" + (wanted >>> 20) + " MiB were refused)"
                                        : "");
                return new SegmentReservation(
                        MemorySegment.ofAddress(aligned).reinterpret(bytes), text, madvise);
            }
            if (bytes <= SIZE_MIN) {
                break;
            }
        }
        return null;
    }

    private static SegmentReservation allocate(long wanted, String obstacle) {
        long bytes = wanted;
        while (true) {
            try {
                MemorySegment plain = Arena.global().allocate(bytes, 4096);
                return new SegmentReservation(
                        plain, (bytes >>> 20) + " MiB allocated and committed: " + obstacle, null);
            } catch (OutOfMemoryError e) {
                // The direct memory limit of the JVM counts this allocation; a smaller one may fit
                // below it.
                if (bytes <= SIZE_MIN) {
                    throw e;
                }
                bytes = roundUp(Math.max(SIZE_MIN, bytes / 2));
            }
        }
    }

    private static MethodHandle handle(Linker linker, String name, FunctionDescriptor descriptor) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    private static long invokeMmap(MethodHandle mmap, long bytes, int flags) {
        try {
            return (long) mmap.invokeExact(0L, bytes, PROT_READ_WRITE, flags, -1, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("mmap cannot be called", e);
        }
    }

    private static void invokeMunmap(MethodHandle munmap, long address, long bytes) {
        try {
            int refused = (int) munmap.invokeExact(address, bytes);
            assert refused == 0 : "what was mapped is not unmapped";
        } catch (Throwable e) {
            throw new IllegalStateException("munmap cannot be called", e);
        }
    }

    /** The kernel takes the advice and ignores it where an administrator says never. */
    private static boolean hugePagesAreOff() {
        try {
            return Files.readString(HUGE_PAGES).contains("[never]");
        } catch (IOException e) {
            return true; // a kernel without them has no such file
        }
    }

    private static int invokeMadvise(MethodHandle madvise, long address, long bytes, int advice) {
        try {
            return (int) madvise.invokeExact(address, bytes, advice);
        } catch (Throwable e) {
            throw new IllegalStateException("madvise cannot be called", e);
        }
    }

    /** Memory of the machine, or of the container that the JVM found itself in. */
    private static long physicalBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    private static long roundUp(long bytes) {
        return (bytes + ProcessMemory.EXTENT_BYTES - 1) & -ProcessMemory.EXTENT_BYTES;
    }

    static boolean parseSwitch(String text) {
        return switch (text.trim()) {
            case "true" -> true;
            case "", "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            TOUCH_PROPERTY + " must be true or false: " + text);
        };
    }

    /** Bytes with an optional suffix k, m or g; 0 for an empty text. */
    static long parseBytes(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT);
        if (digits.isEmpty()) {
            return 0;
        }
        int shift =
                switch (digits.charAt(digits.length() - 1)) {
                    case 'k' -> 10;
                    case 'm' -> 20;
                    case 'g' -> 30;
                    default -> 0;
                };
        try {
            long value =
                    Long.parseLong(shift == 0 ? digits : digits.substring(0, digits.length() - 1));
            if (value <= 0 || value > Long.MAX_VALUE >> (shift + 1)) {
                throw new IllegalArgumentException(SIZE_PROPERTY + " is out of range: " + text);
            }
            return value << shift;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    SIZE_PROPERTY
                            + " must be a number of bytes with an optional suffix k, m or g: "
                            + text,
                    e);
        }
    }
}
