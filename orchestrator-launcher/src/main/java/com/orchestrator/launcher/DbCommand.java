package com.orchestrator.launcher;

import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.tables.Generate;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code db generate …}: writes the migration of the tables that projections are coordinated by. 0 when it is written, 1 when it cannot
 * be, 2 not understood.
 */
public final class DbCommand {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final PrintStream out;
    private final InstantSource clock;

    DbCommand(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    public static void main(String[] words) {
        System.exit(new DbCommand(System.out, InstantSource.system()).run(List.of(words)));
    }

    int run(List<String> words) {
        if (words.isEmpty() || !words.get(0).equals("generate")) {
            out.println("Say what: ./orchestrator db generate --adapter postgres|mysql|sqlite; --help says more");
            return MISUSED;
        }
        try {
            out.println(Generate.write(words.subList(1, words.size()), clock));
            return 0;
        } catch (RefusedException refused) {
            out.println(refused.getMessage());
            return MISUSED;
        } catch (IOException e) {
            out.println("The migration cannot be written: " + e.getMessage());
            return FAILED;
        }
    }
}
