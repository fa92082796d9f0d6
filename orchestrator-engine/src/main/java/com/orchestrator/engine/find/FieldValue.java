package com.orchestrator.engine.find;

import com.orchestrator.api.model.TimeRange;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a field of a run is, or is compared with. Only values of one kind are equal, or before one another. */
public sealed interface FieldValue {

    /** Numbers as JSON writes them, within what a decimal of the database can hold. */
    Pattern NUMBER = Pattern.compile("-?\\d{1,100}(\\.\\d{1,100})?([eE][+-]?\\d{1,2})?");

    /** How the kind is called in what people read. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    record Text(String value) implements FieldValue {}

    /** Equal when they are the same number, however it is written. */
    record Number(BigDecimal value) implements FieldValue {
        public Number {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    /** To the microsecond, as the database keeps it. */
    record Moment(Instant value) implements FieldValue {
        @Override
        public String kind() {
            return "instant";
        }
    }

    record Truth(boolean value) implements FieldValue {
        @Override
        public String kind() {
            return "boolean";
        }
    }

    /** What a text may mean beside itself. */
    static List<FieldValue> readings(String text) {
        List<FieldValue> readings = new ArrayList<>();
        if (text.equals("true") || text.equals("false")) {
            readings.add(new Truth(text.equals("true")));
        }
        if (NUMBER.matcher(text).matches()) {
            readings.add(new Number(new BigDecimal(text)));
        }
        moment(text).map(Moment::new).ifPresent(readings::add);
        return readings;
    }

    /** A moment as RFC 3339 has it, within what can be stored. */
    static Optional<Instant> moment(String text) {
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            return TimeRange.holds(moment) ? Optional.of(moment.truncatedTo(ChronoUnit.MICROS)) : Optional.empty();
        } catch (DateTimeException notAMoment) {
            return Optional.empty();
        }
    }

    /** Like {@link Comparable}; null when the two are of different kinds, or of one without an order. */
    default @Nullable Integer compare(FieldValue other) {
        if (this instanceof Text left && other instanceof Text right) {
            return compare(left.value, right.value);
        } else if (this instanceof Number left && other instanceof Number right) {
            return left.value.compareTo(right.value);
        } else if (this instanceof Moment left && other instanceof Moment right) {
            return left.value.compareTo(right.value);
        }
        return null;
    }

    /** By code points, as the database's "C" collation orders them. */
    private static int compare(String left, String right) {
        int[] l = left.codePoints().toArray();
        int[] r = right.codePoints().toArray();
        return Arrays.compare(l, r);
    }
}
