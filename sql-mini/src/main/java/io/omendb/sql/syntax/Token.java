package io.omendb.sql.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A word of the statement text.
 *
 * @param text the folded identifier, the value of a string, the digits of a number, the operator
 * @param category where a keyword may be a name; null for everything that is no keyword
 * @param start index of its first UTF-16 unit
 * @param end index after its last UTF-16 unit
 * @param position 1-based character, as errors count
 */
record Token(
        Kind kind,
        String text,
        Keywords.@Nullable Category category,
        int start,
        int end,
        int position) {

    /** What a token is. */
    enum Kind {
        /** A word without quotes, folded; a keyword when it has a category. */
        WORD,
        QUOTED_IDENTIFIER,
        STRING,
        BITS,
        INTEGER,
        NUMERIC,
        PARAMETER,
        /** Punctuation and the operators that the grammar knows by themselves. */
        SYMBOL,
        /** Any other operator. */
        OPERATOR,
        /** A character that begins nothing. */
        OTHER,
        END
    }

    boolean isKeyword(String word) {
        return category != null && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}
