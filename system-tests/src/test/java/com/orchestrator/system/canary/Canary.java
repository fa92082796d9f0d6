package com.orchestrator.system.canary;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Words that are nowhere by chance, and say where they were put. */
public final class Canary {

    private static final String HEAD = "kanari7q";
    private static final String IN_HEXADECIMAL = HexFormat.of().formatHex(HEAD.getBytes(StandardCharsets.US_ASCII));
    private static final Pattern WORD = Pattern.compile(HEAD + "([a-z]+)");

    private Canary() {}

    /** @param place small letters */
    public static String in(String place) {
        return HEAD + place;
    }

    /** The places whose words stand in a text, in plain letters or, as databases show bytes, in hexadecimal. */
    public static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        WORD.matcher(text).results().forEach(found -> places.add(found.group(1)));
        if (text.contains(IN_HEXADECIMAL)) {
            places.add("(hexadecimal)");
        }
        return places;
    }
}
