package io.omendb.sql.bind;

import io.omendb.sql.bind.BoundStatement.SequenceSpecification;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.SchemaStatement.SequenceOption;
import io.omendb.sql.types.SqlType;
import java.util.List;

/** Reads the options of a sequence and completes them with PostgreSQL's defaults. */
final class SequenceSpecifications {
    private SequenceSpecifications() {}

    static SequenceSpecification of(List<SequenceOption> options, SqlType type) {
        long increment = 1;
        Long start = null;
        Long min = null;
        Long max = null;
        boolean cycle = false;
        for (SequenceOption option : options) {
            switch (option.kind()) {
                case INCREMENT -> increment = number(option);
                case START -> start = number(option);
                case RESTART ->
                        throw BindContext.error(
                                SqlState.SYNTAX_ERROR,
                                "sequence option \"restart\" not supported here",
                                option.position());
                case MINVALUE -> min = number(option);
                case MAXVALUE -> max = number(option);
                case NO_MINVALUE -> min = null;
                case NO_MAXVALUE -> max = null;
                case CACHE -> number(option);
                case CYCLE -> cycle = true;
                case NO_CYCLE -> cycle = false;
            }
        }
        if (increment == 0) {
            throw invalid("INCREMENT must not be zero");
        }
        long typeMax = typeMax(type);
        long maxValue = max != null ? max : increment > 0 ? typeMax : -1;
        long minValue = min != null ? min : increment > 0 ? 1 : -typeMax - 1;
        if (maxValue > typeMax || maxValue < -typeMax - 1) {
            throw invalid(
                    "MAXVALUE (" + maxValue + ") is out of range for sequence data type " + type);
        }
        if (minValue > typeMax || minValue < -typeMax - 1) {
            throw invalid(
                    "MINVALUE (" + minValue + ") is out of range for sequence data type " + type);
        }
        if (minValue >= maxValue) {
            throw invalid(
                    "MINVALUE (" + minValue + ") must be less than MAXVALUE (" + maxValue + ")");
        }
        long first = start != null ? start : increment > 0 ? minValue : maxValue;
        if (first < minValue) {
            throw invalid(
                    "START value (" + first + ") cannot be less than MINVALUE (" + minValue + ")");
        }
        if (first > maxValue) {
            throw invalid(
                    "START value ("
                            + first
                            + ") cannot be greater than MAXVALUE ("
                            + maxValue
                            + ")");
        }
        return new SequenceSpecification(type, first, increment, minValue, maxValue, cycle);
    }

    private static long typeMax(SqlType type) {
        return switch (type.kind()) {
            case INT2 -> Short.MAX_VALUE;
            case INT4 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    private static long number(SequenceOption option) {
        String number = option.number();
        try {
            return Long.parseLong(number == null ? "0" : number);
        } catch (NumberFormatException e) {
            throw SqlException.of(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                            "value \"" + number + "\" is out of range for type bigint")
                    .withPosition(option.position());
        }
    }

    private static SqlException invalid(String message) {
        return SqlException.of(SqlState.INVALID_PARAMETER_VALUE, message);
    }
}
