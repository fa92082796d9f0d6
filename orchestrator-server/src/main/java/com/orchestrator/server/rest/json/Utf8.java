package com.orchestrator.server.rest.json;

/**
 * Strict UTF-8 by the table of RFC 3629. Decoders of the JDK and of Jackson replace or tolerate broken sequences, and a
 * payload would come out other than it went in.
 */
final class Utf8 {

    private static final int VALID = -1;

    private Utf8() {}

    static boolean isValid(byte[] text) {
        return firstInvalid(text) == VALID;
    }

    /** Offset of the first byte that does not belong to a well-formed character, or -1. */
    static int firstInvalid(byte[] text) {
        int at = 0;
        while (at < text.length) {
            int length = sequenceLength(text, at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return VALID;
    }

    private static int sequenceLength(byte[] text, int at) {
        int lead = text[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isWithin(text, at + 1, 0x80, 0xbf) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int low = lead == 0xe0 ? 0xa0 : 0x80;
            int high = lead == 0xed ? 0x9f : 0xbf;
            return isWithin(text, at + 1, low, high) && isWithin(text, at + 2, 0x80, 0xbf) ? 3 : 0;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int low = lead == 0xf0 ? 0x90 : 0x80;
            int high = lead == 0xf4 ? 0x8f : 0xbf;
            boolean tail = isWithin(text, at + 2, 0x80, 0xbf) && isWithin(text, at + 3, 0x80, 0xbf);
            return isWithin(text, at + 1, low, high) && tail ? 4 : 0;
        }
        return 0;
    }

    private static boolean isWithin(byte[] text, int at, int low, int high) {
        return at < text.length && (text[at] & 0xff) >= low && (text[at] & 0xff) <= high;
    }
}
