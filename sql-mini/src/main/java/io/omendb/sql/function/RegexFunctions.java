package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import java.util.regex.Matcher;

/**
 * regexp_like, regexp_count, regexp_instr and regexp_substr: the string, the pattern, and then as
 * many as are given of start, number of the match, which end, flags and subexpression.
 */
final class RegexFunctions {
    private RegexFunctions() {}

    static void register(FunctionRegistrar r) {
        r.function("regexp_like", BOOL, RowKernel.of(RegexFunctions::like), TEXT, TEXT, TEXT);
        TypeKind[] count = {TEXT, TEXT, INT4, TEXT};
        TypeKind[] instr = {TEXT, TEXT, INT4, INT4, INT4, TEXT, INT4};
        TypeKind[] substr = {TEXT, TEXT, INT4, INT4, TEXT, INT4};
        for (int n = 2; n <= count.length; n++) {
            r.function(
                    "regexp_count",
                    INT4,
                    RowKernel.of(RegexFunctions::count),
                    Arrays.copyOf(count, n));
        }
        for (int n = 2; n <= instr.length; n++) {
            r.function(
                    "regexp_instr",
                    INT4,
                    RowKernel.of(RegexFunctions::instr),
                    Arrays.copyOf(instr, n));
        }
        for (int n = 2; n <= substr.length; n++) {
            r.function(
                    "regexp_substr",
                    TEXT,
                    RowKernel.of(RegexFunctions::substr),
                    Arrays.copyOf(substr, n));
        }
    }

    private static int number(KernelInput in, int argument, int row, int otherwise) {
        return in.args.length > argument ? in.intAt(argument, row) : otherwise;
    }

    private static int checked(KernelInput in, int argument, int row, String name, int least) {
        int value = number(in, argument, row, least);
        if (value < least) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + name + "\": " + value);
        }
        return value;
    }

    private static Matcher matcher(KernelInput in, int row, int flagsAt, String function) {
        String flags = in.args.length > flagsAt ? in.textAt(flagsAt, row) : "";
        if (flags.indexOf('g') >= 0) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    function + "() does not support the \"global\" option");
        }
        return RegexTranslation.compile(in.textAt(1, row), RegexTranslation.flags(flags))
                .matcher(in.textAt(0, row));
    }

    private static void like(KernelInput in, int row, Vector out) {
        out.longs[row] = matcher(in, row, 2, "regexp_like").find() ? 1 : 0;
    }

    /** Where the search begins, in UTF-16 units; past the end for a start that is. */
    private static int from(String text, int start) {
        int points = text.codePointCount(0, text.length());
        return start > points ? text.length() + 1 : text.offsetByCodePoints(0, start - 1);
    }

    private static void count(KernelInput in, int row, Vector out) {
        int start = checked(in, 2, row, "start", 1);
        Matcher matcher = matcher(in, row, 3, "regexp_count");
        String text = in.textAt(0, row);
        int at = from(text, start);
        int count = 0;
        if (at <= text.length()) {
            boolean found = matcher.find(at);
            while (found) {
                count++;
                found = matcher.find();
            }
        }
        out.longs[row] = count;
    }

    /** Moves to the n-th match from a start; false when there are not as many. */
    private static boolean find(Matcher matcher, String text, int start, int n) {
        int at = from(text, start);
        if (at > text.length() || !matcher.find(at)) {
            return false;
        }
        for (int i = 1; i < n; i++) {
            if (!matcher.find()) {
                return false;
            }
        }
        return true;
    }

    private static void instr(KernelInput in, int row, Vector out) {
        int start = checked(in, 2, row, "start", 1);
        int n = checked(in, 3, row, "n", 1);
        int end = number(in, 4, row, 0);
        if (end != 0 && end != 1) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"endoption\": " + end);
        }
        int group = checked(in, 6, row, "subexpr", 0);
        Matcher matcher = matcher(in, row, 5, "regexp_instr");
        String text = in.textAt(0, row);
        int at = -1;
        if (group <= matcher.groupCount() && find(matcher, text, start, n)) {
            at = end == 0 ? matcher.start(group) : matcher.end(group);
        }
        out.longs[row] = at < 0 ? 0 : text.codePointCount(0, at) + 1;
    }

    private static void substr(KernelInput in, int row, Vector out) {
        int start = checked(in, 2, row, "start", 1);
        int n = checked(in, 3, row, "n", 1);
        int group = checked(in, 5, row, "subexpr", 0);
        Matcher matcher = matcher(in, row, 4, "regexp_substr");
        String text = in.textAt(0, row);
        String found =
                group <= matcher.groupCount() && find(matcher, text, start, n)
                        ? matcher.group(group)
                        : null;
        if (found == null) {
            out.setNull(row);
        } else {
            TextFunctions.put(out, row, found);
        }
    }
}
