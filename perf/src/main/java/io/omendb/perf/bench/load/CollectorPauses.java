package io.omendb.perf.bench.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * When the collector of this JVM ran, told by its beans to the millisecond. For a server in another
 * process there is {@link #inLog}.
 */
public final class CollectorPauses implements AutoCloseable {
    private static final long NS_PER_MS = 1_000_000;

    /** {@code [1234567890ns][info][gc] GC(3) Pause Young (Normal) (...) 24M->3M(256M) 1.234ms}. */
    private static final Pattern PAUSE =
            Pattern.compile("^\\[(\\d+)ns\\].* Pause .* (\\d+\\.\\d+)ms$");

    private final List<Interval> pauses = new ArrayList<>();
    private final NotificationListener listener = (notification, handback) -> {
        if (notification
                .getType()
                .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            add(
                    GarbageCollectionNotificationInfo.from(
                                    (CompositeData) notification.getUserData())
                            .getGcInfo());
        }
    };

    /** Starts to listen. */
    public CollectorPauses() {
        for (NotificationEmitter emitter : emitters()) {
            emitter.addNotificationListener(listener, null, null);
        }
    }

    /** Those since it began to listen. */
    public List<Interval> pauses() {
        synchronized (pauses) {
            return List.copyOf(pauses);
        }
    }

    /** Those in the log of a JVM on this machine, stamped with the nanoseconds of its clock. */
    public static List<Interval> inLog(Path log) throws IOException {
        List<Interval> pauses = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                long endNs = Long.parseLong(pause.group(1));
                long lengthNs = Math.round(Double.parseDouble(pause.group(2)) * NS_PER_MS);
                pauses.add(new Interval(endNs - lengthNs, endNs));
            }
        }
        return pauses;
    }

    @Override
    public void close() {
        for (NotificationEmitter emitter : emitters()) {
            try {
                emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException gone) {
                throw new IllegalStateException("the listener was added at the start", gone);
            }
        }
    }

    private static List<NotificationEmitter> emitters() {
        List<NotificationEmitter> emitters = new ArrayList<>();
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (bean instanceof NotificationEmitter emitter) {
                emitters.add(emitter);
            }
        }
        return emitters;
    }

    /** The bean counts milliseconds since the JVM began. */
    private void add(GcInfo collection) {
        long sinceBeginMs = ManagementFactory.getRuntimeMXBean().getUptime();
        long beginNs = System.nanoTime() - sinceBeginMs * NS_PER_MS;
        synchronized (pauses) {
            pauses.add(
                    new Interval(
                            beginNs + collection.getStartTime() * NS_PER_MS,
                            beginNs + collection.getEndTime() * NS_PER_MS));
        }
    }
}
