package com.orchestrator.engine.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.model.AttributeValue;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.TimeRange;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a run can be found by.
 *
 * @param variables that its expression needs; before they are set the run has no such attribute
 */
public record SearchAttribute(String name, AttributeType type, Template value, Set<String> variables) {

    public static final int TEXT_CHARS_MAX = 512;

    /** Before the name of a signal; no attribute of the format has a point in its name. */
    private static final String SIGNAL = "signal.";

    /** Digits before and behind the point that are kept. */
    private static final int DIGITS_MAX = 100;

    public SearchAttribute {
        variables = Set.copyOf(variables);
    }

    /** Name of the key by which a signal finds its runs. */
    public static String ofSignal(String signalName) {
        return SIGNAL + signalName;
    }

    /** Where the definition says it. */
    public String place() {
        return isSignalKey() ? "key of signal '" + name.substring(SIGNAL.length()) + "'" : "/searchAttributes/" + name;
    }

    /** Whether signals find the run by it, and nobody else: open runs alone have it. */
    public boolean isSignalKey() {
        return name.startsWith(SIGNAL);
    }

    /**
     * The value of a run.
     *
     * @return empty when the expression says null, or a variable it needs has not been set
     * @throws ExpressionFailure when it cannot be evaluated, or does not fit the type
     */
    public Optional<AttributeValue> evaluate(Scope scope, JsonNode variablesSet) {
        if (!variables.stream().allMatch(variablesSet::has)) {
            return Optional.empty();
        }
        JsonNode json = value.evaluate(scope).tree();
        return json.isNull() ? Optional.empty() : Optional.of(typed(json));
    }

    private AttributeValue typed(JsonNode json) {
        AttributeType actual = json.isTextual()
                ? type == AttributeType.INSTANT ? AttributeType.INSTANT : AttributeType.TEXT
                : json.isNumber() ? AttributeType.NUMBER : json.isBoolean() ? AttributeType.BOOLEAN : null;
        if (actual == null || (type != AttributeType.ANY && type != actual)) {
            throw new ExpressionFailure(what() + " is "
                    + (type == AttributeType.ANY ? "text, a number, true or false" : word(type)) + ", not "
                    + json.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return new AttributeValue(
                actual,
                switch (actual) {
                    case NUMBER -> number(json.decimalValue());
                    case INSTANT -> moment(json.textValue());
                    case TEXT -> text(json.textValue());
                    case BOOLEAN, ANY -> json.asText();
                });
    }

    private static String word(AttributeType type) {
        return type == AttributeType.INSTANT
                ? "a moment as 2026-01-31T12:00:00Z"
                : type.name().toLowerCase(Locale.ROOT);
    }

    private String number(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        if (Math.abs((long) plain.precision() - plain.scale()) > DIGITS_MAX
                || Math.abs((long) plain.scale()) > DIGITS_MAX) {
            throw new ExpressionFailure(what() + " has more than " + DIGITS_MAX + " digits");
        }
        return plain.toPlainString();
    }

    private String moment(String text) {
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            if (TimeRange.holds(moment)) {
                return moment.truncatedTo(ChronoUnit.MICROS).toString();
            }
        } catch (DateTimeException notAMoment) {
            throw unfit("is not a moment as 2026-01-31T12:00:00Z");
        }
        throw unfit("is not " + TimeRange.MOMENTS);
    }

    private String text(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            throw unfit("is longer than " + TEXT_CHARS_MAX + " characters");
        }
        if (!Identifier.isClean(text)) {
            throw unfit("contains a control character or half a character");
        }
        return text;
    }

    private ExpressionFailure unfit(String what) {
        return new ExpressionFailure(what() + " " + what);
    }

    private String what() {
        return isSignalKey() ? "It" : "Search attribute '" + name + "'";
    }
}
