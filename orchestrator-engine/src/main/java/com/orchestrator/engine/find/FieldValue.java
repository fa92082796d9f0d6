package com.orchestrator.engine.find;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.model.AttributeValue;
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
        return type().name().toLowerCase(Locale.ROOT);
    }

    record Text(String value) implements FieldValue {}

    /** Equal when they are the same number, however it is written. */
    record Number(BigDecimal value) implements FieldValue {
        public Number {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    /** To the microsecond, as the database keeps it. */
    record Moment(Instant value) implements FieldValue {}

    record Truth(boolean value) implements FieldValue {}

    /** As definitions call the kind. */
    default AttributeType type() {
        if (this instanceof Text) {
            return AttributeType.TEXT;
        } else if (this instanceof Number) {
            return AttributeType.NUMBER;
        }
        return this instanceof Moment ? AttributeType.INSTANT : AttributeType.BOOLEAN;
    }

    /** As JSON has it; a moment is text. */
    default Object json() {
        if (this instanceof Text text) {
            return text.value;
        } else if (this instanceof Number number) {
            return number.value;
        } else if (this instanceof Truth truth) {
            return truth.value;
        }
        return ((Moment) this).value.toString();
    }

    static FieldValue of(AttributeValue value) {
        return switch (value.type()) {
            case NUMBER -> new Number(new BigDecimal(value.text()));
            case INSTANT -> new Moment(Instant.parse(value.text()));
            case BOOLEAN -> new Truth(Boolean.parseBoolean(value.text()));
            case TEXT, ANY -> new Text(value.text());
        };
    }

    /** What a text may mean, itself among it. */
    static List<FieldValue> readings(String text) {
        List<FieldValue> readings = new ArrayList<>(List.of(new Text(text)));
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
