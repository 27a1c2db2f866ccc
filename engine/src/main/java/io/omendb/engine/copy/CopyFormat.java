package io.omendb.engine.copy;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The form of the data of one COPY, after the options of the statement.
 *
 * @param csv CSV rather than PostgreSQL's text format
 * @param delimiter between two fields
 * @param nullText what stands for NULL, unquoted
 * @param header whether the first line names the columns
 * @param quote CSV: around a field
 * @param escape CSV: before a quote or an escape inside a quoted field
 * @param forceQuote CSV out: by field, whether a value that is not NULL is always quoted; may
 *     be empty
 * @param forceNotNull CSV in: by field, whether the null text means itself; may be empty
 * @param forceNull CSV in: by field, whether even a quoted null text means NULL; may be empty
 */
public record CopyFormat(
        boolean csv,
        byte delimiter,
        String nullText,
        Header header,
        byte quote,
        byte escape,
        List<Boolean> forceQuote,
        List<Boolean> forceNotNull,
        List<Boolean> forceNull) {

    /** What the first line of the data is. */
    public enum Header {
        /** A row like the others. */
        ABSENT,
        /** The names of the columns, not looked at on the way in. */
        PRESENT,
        /** The names of the columns, which must be those of the target. */
        MATCHED
    }

    public CopyFormat {
        forceQuote = List.copyOf(forceQuote);
        forceNotNull = List.copyOf(forceNotNull);
        forceNull = List.copyOf(forceNull);
    }

    /** The text format with its default delimiter and null text. */
    public static CopyFormat text() {
        return new CopyFormat(
                false,
                (byte) '\t',
                "\\N",
                Header.ABSENT,
                (byte) 0,
                (byte) 0,
                List.of(),
                List.of(),
                List.of());
    }

    /** CSV with its default delimiter, quote and null text. */
    public static CopyFormat commaSeparated() {
        return new CopyFormat(
                true,
                (byte) ',',
                "",
                Header.ABSENT,
                (byte) '"',
                (byte) '"',
                List.of(),
                List.of(),
                List.of());
    }

    /** This form with another delimiter. */
    public CopyFormat withDelimiter(char other) {
        return new CopyFormat(
                csv,
                (byte) other,
                nullText,
                header,
                quote,
                escape,
                forceQuote,
                forceNotNull,
                forceNull);
    }

    /** This form with another text for NULL. */
    public CopyFormat withNullText(String other) {
        return new CopyFormat(
                csv, delimiter, other, header, quote, escape, forceQuote, forceNotNull, forceNull);
    }

    /** This form with or without a header line. */
    public CopyFormat withHeader(Header other) {
        return new CopyFormat(
                csv,
                delimiter,
                nullText,
                other,
                quote,
                escape,
                forceQuote,
                forceNotNull,
                forceNull);
    }

    /** This form with other quoting characters. */
    public CopyFormat withQuoting(char otherQuote, char otherEscape) {
        return new CopyFormat(
                csv,
                delimiter,
                nullText,
                header,
                (byte) otherQuote,
                (byte) otherEscape,
                forceQuote,
                forceNotNull,
                forceNull);
    }

    byte[] nullBytes() {
        return nullText.getBytes(StandardCharsets.UTF_8);
    }
}
