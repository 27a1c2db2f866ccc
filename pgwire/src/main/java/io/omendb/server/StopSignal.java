package io.omendb.server;

import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT ask the server to stop; the process ends with the server's own status, not
 * with the one that the JVM gives to a signal, and not before the server has closed.
 */
final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile ExitStatus status = ExitStatus.OK;
    private volatile int code;

    /** Lets the end of the JVM wait for {@link #finished}. */
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "omendb-stop"));
    }

    private void stopAndHalt() {
        asked.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                finished.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }

    /** Any thread: the server is to stop, to end with {@code with}. The first call decides. */
    synchronized void stop(ExitStatus with) {
        if (asked.getCount() > 0) {
            status = with;
            asked.countDown();
        }
    }

    /** Waits until the server is to stop. */
    void await() throws InterruptedException {
        asked.await();
    }

    ExitStatus status() {
        return status;
    }

    /**
     * The command has ended, everything is closed: the process may end, with status {@code
     * exitCode}.
     */
    void finished(int exitCode) {
        code = exitCode;
        finished.countDown();
    }
}
