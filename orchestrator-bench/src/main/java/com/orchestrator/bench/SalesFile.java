package com.orchestrator.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Sales as CSV: a number, a code with leading zeros, a quantity, an amount, an instant. The same rows each time.
 *
 * @param sum of the amounts, by which is seen that they arrived
 */
record SalesFile(Path path, int rows, String sum) {

    private static final int ARTICLES = 5_000;
    private static final int MAX_QUANTITY = 20;
    private static final int MAX_CENTS = 1_000_000;
    private static final int SECONDS_OF_DAY = 86_400;

    static SalesFile write(Path path, int rows) throws IOException {
        Random random = new Random(17);
        long cents = 0;
        try (BufferedWriter out = Files.newBufferedWriter(path)) {
            out.write("id,article,quantity,amount,sold_at\n");
            StringBuilder line = new StringBuilder();
            for (int id = 1; id <= rows; id++) {
                int amount = random.nextInt(MAX_CENTS);
                cents += amount;
                line.setLength(0);
                line.append(id).append(",A-").append(padded(random.nextInt(ARTICLES), 100_000));
                line.append(',').append(1 + random.nextInt(MAX_QUANTITY));
                line.append(',').append(amount / 100).append('.').append(padded(amount % 100, 100));
                appendTime(line.append(','), id);
                out.append(line.append('\n'));
            }
        }
        return new SalesFile(path, rows, cents / 100 + "." + padded(cents % 100, 100));
    }

    private static void appendTime(StringBuilder line, int second) {
        int day = second / SECONDS_OF_DAY % 28 + 1;
        int ofDay = second % SECONDS_OF_DAY;
        line.append("2026-03-").append(padded(day, 100)).append('T').append(padded(ofDay / 3_600, 100));
        line.append(':').append(padded(ofDay / 60 % 60, 100));
        line.append(':').append(padded(ofDay % 60, 100)).append('Z');
    }

    private static String padded(long number, long power) {
        return Long.toString(power + number).substring(1);
    }
}
