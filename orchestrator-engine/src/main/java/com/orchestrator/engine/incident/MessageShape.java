package com.orchestrator.engine.incident;

/**
 * A message without its particulars. It is read once from the left, in pieces that have no blank inside: what is quoted becomes
 * {@code '*'}; a word that has a digit in it (a number, an instant, a UUID, an id) or is long hexadecimal becomes {@code #}; blanks
 * become one. Words are parted by blanks and by signs that no id has inside.
 */
final class MessageShape {

    /** Hexadecimal words of letters alone that are this long are no words of a language. */
    private static final int HEX_WORD_MIN = 8;

    private static final String QUOTED = "'*'";
    private static final char PARTICULAR = '#';

    private final String message;
    private final StringBuilder text = new StringBuilder();
    private int at;

    MessageShape(String message) {
        this.message = message;
    }

    String text() {
        while (at < message.length()) {
            char next = message.charAt(at);
            int close = isQuote(next) ? closing(next) : -1;
            if (close > at) {
                text.append(QUOTED);
                at = close + 1;
            } else if (isOfWord(next)) {
                word();
            } else {
                sign(next);
            }
        }
        return text.toString().strip();
    }

    private void word() {
        int start = at;
        while (at < message.length() && isOfWord(message.charAt(at))) {
            at++;
        }
        int end = at;
        while (end > start + 1 && isJoint(message.charAt(end - 1))) {
            end--;
        }
        String word = message.substring(start, end);
        at = end;
        if (!isParticular(word)) {
            text.append(word);
        } else if (text.isEmpty() || text.charAt(text.length() - 1) != PARTICULAR) {
            text.append(PARTICULAR);
        }
    }

    private void sign(char next) {
        at++;
        boolean isBlank = Character.isWhitespace(next) || Character.isISOControl(next);
        if (!isBlank) {
            text.append(next);
        } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
            text.append(' ');
        }
    }

    /** Where the quotation ends; -1 for an apostrophe inside of a word, and for one that is never closed. */
    private int closing(char quote) {
        boolean isInside = at > 0 && Character.isLetterOrDigit(message.charAt(at - 1));
        return isInside ? -1 : message.indexOf(quote, at + 1);
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '`';
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || isJoint(c);
    }

    /** Stands inside of numbers, instants and ids. */
    private static boolean isJoint(char c) {
        return c == '-' || c == '_' || c == '.' || c == ':' || c == '+' || c == '/' || c == '@';
    }

    private static boolean isParticular(String word) {
        return word.chars().anyMatch(Character::isDigit)
                || (word.length() >= HEX_WORD_MIN && word.chars().allMatch(MessageShape::isHex));
    }

    private static boolean isHex(int c) {
        return Character.digit(c, 16) >= 0;
    }
}
