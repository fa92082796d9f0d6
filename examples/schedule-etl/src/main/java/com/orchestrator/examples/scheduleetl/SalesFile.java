package com.orchestrator.examples.scheduleetl;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What a till would write: sales, each behind the others. The same numbers give the same sales. */
public final class SalesFile {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ARTICLES = 500;
    private static final int CENTS_MAX = 100_000;

    private final Path file;
    private int written;

    /** Begins a new file. */
    public SalesFile(Path file) throws IOException {
        this.file = file;
        Files.writeString(file, "id,article,amount,sold_at\n");
    }

    /** Sells something so many times more. */
    public void sell(int sales) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
            for (int end = written + sales; written < end; ) {
                written++;
                out.write(line(written));
            }
        }
    }

    /** Article numbers begin with zeros, so they are no numbers. */
    private static String line(int sale) {
        int article = 1 + sale % ARTICLES;
        BigDecimal amount = BigDecimal.valueOf(1 + sale * 7919L % CENTS_MAX, 2);
        return sale + ",0" + (1000 + article) + "," + amount + "," + FIRST.plusSeconds(sale) + "\n";
    }

    public int sales() {
        return written;
    }
}
