package com.orchestrator.connectors.type;

import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a source writes what can be written in several ways.
 *
 * @param decimal what stands before the fraction, {@code '.'} or {@code ','}
 * @param dates how dates are written; ISO 8601 when null
 */
public record TextForm(char decimal, @Nullable DateTimeFormatter dates) {

    public static final TextForm PLAIN = new TextForm('.', null);

    /**
     * Strict: 30 February is no date. {@code y} means the year as it is usually meant, without an era.
     *
     * @throws IllegalArgumentException if the pattern is none, or has a year of two digits, whose century nobody knows
     */
    public static DateTimeFormatter dates(String pattern) {
        String years = pattern.replace('y', 'u');
        if (years.contains("uu") && !years.contains("uuuu")) {
            throw new IllegalArgumentException("'" + pattern + "' has a year without a century; write yyyy");
        }
        return DateTimeFormatter.ofPattern(years, Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }
}
