package io.omendb.alex;

/** What a block of an index is for. */
enum BlockKind {
    ROOT_CELL,
    INNER_NODE,
    DATA_NODE,
    RUN,
    LIST
}
