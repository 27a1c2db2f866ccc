package io.omendb.sql.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.sql.vector.Datum;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * What is written is read back, in text and in binary; and the text is what the JDK or PostgreSQL's
 * rules say.
 */
final class CodecRoundTripProperties {
    private static final SessionFormat BERLIN =
            SessionFormat.DEFAULT.withTimeZone(ZoneId.of("Europe/Berlin"));

    private static String roundTrip(SqlType type, Datum value, SessionFormat format) {
        Vector in = Vector.of(type, 1);
        Vector out = Vector.of(type, 1);
        value.copyTo(in, 0);
        TypeCodec codec = TypeCodec.of(type.kind());
        ByteArraySink text = new ByteArraySink();
        assertEquals(codec.formatText(in, 0, type, format, text), text.length());
        codec.parseText(text.array(), 0, text.length(), type, format, out, 0);
        assertEquals(value, Datum.of(out, 0), text.toString());
        ByteArraySink binary = new ByteArraySink();
        assertEquals(codec.encodeBinary(in, 0, type, binary), binary.length());
        codec.decodeBinary(binary.array(), 0, binary.length(), type, out, 0);
        assertEquals(value, Datum.of(out, 0), text.toString());
        return text.toString();
    }

    @Property
    void shouldReadBackIntegers(@ForAll long value) {
        assertEquals(
                Long.toString(value),
                roundTrip(SqlType.INT8, Datum.ofLong(value), SessionFormat.DEFAULT));
        int small = (int) value;
        assertEquals(
                Integer.toString(small),
                roundTrip(SqlType.INT4, Datum.ofLong(small), SessionFormat.DEFAULT));
        short smaller = (short) value;
        assertEquals(
                Short.toString(smaller),
                roundTrip(SqlType.INT2, Datum.ofLong(smaller), SessionFormat.DEFAULT));
    }

    private static int significantDigits(String text) {
        return new BigDecimal(text).stripTrailingZeros().precision();
    }

    @Property(tries = 5000)
    void shouldWriteTheShortestDouble(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value)) {
            value = Double.NaN;
        }
        String text = roundTrip(SqlType.FLOAT8, Datum.ofDouble(value), SessionFormat.DEFAULT);
        if (Double.isFinite(value) && value != 0) {
            assertTrue(significantDigits(text) <= significantDigits(Double.toString(value)), text);
        }
    }

    @Property(tries = 5000)
    void shouldWriteTheShortestFloat(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        if (Float.isNaN(value)) {
            value = Float.NaN;
        }
        String text = roundTrip(SqlType.FLOAT4, Datum.ofDouble(value), SessionFormat.DEFAULT);
        if (Float.isFinite(value) && value != 0) {
            assertTrue(significantDigits(text) <= significantDigits(Float.toString(value)), text);
        }
    }

    @Provide
    Arbitrary<BigDecimal> decimals() {
        Arbitrary<BigInteger> small = Arbitraries.longs().map(BigInteger::valueOf);
        Arbitrary<BigInteger> large =
                Arbitraries.bigIntegers()
                        .between(BigInteger.TEN.pow(60).negate(), BigInteger.TEN.pow(60));
        return Combinators.combine(
                        Arbitraries.oneOf(small, large), Arbitraries.integers().between(0, 40))
                .as(BigDecimal::new);
    }

    private static Datum numeric(BigDecimal value) {
        Vector v = Vector.of(SqlType.NUMERIC, 1);
        NumericScale.setDecimal(value, SqlType.NUMERIC, v, 0);
        return Datum.of(v, 0);
    }

    @Property
    void shouldReadBackNumerics(@ForAll("decimals") BigDecimal value) {
        assertEquals(
                value.toPlainString(),
                roundTrip(SqlType.NUMERIC, numeric(value), SessionFormat.DEFAULT));
    }

    @Property
    void shouldCompareAndHashNumericsByValue(
            @ForAll("decimals") BigDecimal x,
            @ForAll("decimals") BigDecimal y,
            @ForAll @IntRange(max = 20) int zeros) {
        byte[] a = numeric(x).bytes();
        byte[] b = numeric(y).bytes();
        byte[] padded = numeric(x.setScale(x.scale() + zeros)).bytes();
        assertEquals(
                Integer.signum(x.compareTo(y)),
                Integer.signum(NumericFormat.compare(a, 0, a.length, b, 0, b.length)));
        assertEquals(0, NumericFormat.compare(a, 0, a.length, padded, 0, padded.length));
        assertEquals(
                NumericFormat.hash(a, 0, a.length), NumericFormat.hash(padded, 0, padded.length));
    }

    @Property
    void shouldReadBackDates(@ForAll @LongRange(min = -2_451_545, max = 10_000_000) long days) {
        String text = roundTrip(SqlType.DATE, Datum.ofLong(days), SessionFormat.DEFAULT);
        LocalDate date = LocalDate.of(2000, 1, 1).plusDays(days);
        if (date.getYear() >= 1 && date.getYear() <= 9999) {
            assertEquals(date.toString(), text);
        }
        long packed = CivilTime.date(days);
        assertEquals(
                date,
                LocalDate.of(
                        (int) CivilTime.year(packed),
                        CivilTime.month(packed),
                        CivilTime.day(packed)));
    }

    @Property
    void shouldReadBackTimestamps(
            @ForAll @LongRange(min = -63_000_000_000_000_000L, max = 252_000_000_000_000_000L)
                    long micros) {
        String text = roundTrip(SqlType.TIMESTAMP, Datum.ofLong(micros), SessionFormat.DEFAULT);
        LocalDateTime expected =
                LocalDateTime.of(2000, 1, 1, 0, 0)
                        .plusNanos(micros % 1_000_000 * 1000)
                        .plusSeconds(micros / 1_000_000);
        assertEquals(expected, LocalDateTime.parse(text.replace(' ', 'T')));
        assertEquals(
                expected.toEpochSecond(ZoneOffset.UTC),
                Math.floorDiv(micros + CivilTime.UNIX_EPOCH_MICROS, 1_000_000L));
        roundTrip(SqlType.TIMESTAMPTZ, Datum.ofLong(micros), BERLIN);
    }

    @Property
    void shouldReadBackIntervals(
            @ForAll @IntRange(min = -100_000, max = 100_000) int months,
            @ForAll @IntRange(min = -100_000, max = 100_000) int days,
            @ForAll @LongRange(min = -1L << 50, max = 1L << 50) long micros) {
        ByteArraySink sink = new ByteArraySink();
        IntervalFormat.put(sink, months, days, micros);
        roundTrip(SqlType.INTERVAL, Datum.ofBytes(sink.toBytes()), SessionFormat.DEFAULT);
    }

    @Property
    void shouldReadBackBytes(@ForAll byte[] value) {
        roundTrip(SqlType.BYTEA, Datum.ofBytes(value), SessionFormat.DEFAULT);
        roundTrip(
                SqlType.BYTEA,
                Datum.ofBytes(value),
                new SessionFormat(ZoneOffset.UTC, true, false, 1, 0));
    }
}
