package com.orchestrator.api.model;

import com.orchestrator.api.definition.AttributeType;
import java.math.BigDecimal;

/**
 * Value of a search attribute.
 *
 * @param type never {@code ANY}
 * @param text the value as it is written in JSON, text without quotes
 */
public record AttributeValue(AttributeType type, String text) {

    /** As JSON has it: text, a number, true or false; a moment is text. */
    public Object json() {
        return switch (type) {
            case NUMBER -> new BigDecimal(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case TEXT, INSTANT, ANY -> text;
        };
    }
}
