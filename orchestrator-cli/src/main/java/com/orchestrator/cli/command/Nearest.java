package com.orchestrator.cli.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a mistyped word may have been. */
final class Nearest {

    private Nearest() {}

    /** Of few edits, or of which the word is the beginning. */
    static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(one -> one.length() > 2)
                .filter(one -> one.startsWith(word) || edits(word, one) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(one -> edits(word, one)));
    }

    /** Levenshtein's distance. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int before = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = before + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                before = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
