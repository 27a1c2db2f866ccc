package io.omendb.alex;

/**
 * What an index consists of, in blocks as its allocator rounds them. The bytes of all parts are
 * those of {@link AlexIndex#memoryBytes()}.
 *
 * @param entries key and word each, in data nodes; for a key of several payloads the word leads to
 *     its list
 * @param entryBytes of these
 * @param gaps slots of data nodes without an entry
 * @param gapBytes of these
 * @param dataNodes how many there are
 * @param dataHeaderBytes what data nodes hold beside their slots: header with the model, bitmaps,
 *     the end of the block
 * @param runs data nodes that have no entries but a rule for them, see {@link RowKeys}
 * @param runPairs that these stand for
 * @param runBytes of these
 * @param innerNodes how many there are
 * @param innerBytes of these, and of the cell that holds the root
 * @param lists of payloads that share a key
 * @param listBytes of these; a list that is a tree has nodes beside it, which count as nodes
 */
public record AlexMemory(
        long entries,
        long entryBytes,
        long gaps,
        long gapBytes,
        long dataNodes,
        long dataHeaderBytes,
        long runs,
        long runPairs,
        long runBytes,
        long innerNodes,
        long innerBytes,
        long lists,
        long listBytes) {}
