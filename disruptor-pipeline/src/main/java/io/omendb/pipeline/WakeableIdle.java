package io.omendb.pipeline;

import org.agrona.concurrent.IdleStrategy;

/**
 * What an agent's thread does when there is nothing to do, together with the hook by which a
 * producer ends that. One object serves one thread: the thread calls the idle methods, everybody
 * else only {@link #wake()}.
 */
public interface WakeableIdle extends IdleStrategy, WakeHook {}
