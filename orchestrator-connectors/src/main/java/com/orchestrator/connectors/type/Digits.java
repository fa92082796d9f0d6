package com.orchestrator.connectors.type;

/** Numbers of a fixed width. Negative for what has anything but digits. */
final class Digits {

    private Digits() {}

    static int two(char[] text, int begin) {
        int tens = text[begin] - '0';
        int ones = text[begin + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
    }

    static int four(char[] text, int begin) {
        int upper = two(text, begin);
        int lower = two(text, begin + 2);
        return upper < 0 || lower < 0 ? -1 : 100 * upper + lower;
    }
}
