package io.omendb.pgwire.session;

/** A statement as the backend parsed it; opaque here. */
public interface BackendStatement {}
