package com.orchestrator.launcher;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.payara.ServerPreflight;
import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.tables.Generate;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;

/**
 * What there is to do about tables without a server: {@code db migrate} makes those of servers, {@code db info} says how they stand,
 * {@code db restored} says that the database was taken back to an earlier moment, {@code db generate …} writes the
 * migration of those that projections are coordinated by. 0 when it is done, or nothing is to do; 1 when it cannot be done, or is to be
 * done; 2 not understood.
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
        try {
            return switch (String.join(" ", words.subList(0, Math.min(1, words.size())))) {
                case "generate" -> generate(words.subList(1, words.size()));
                case "migrate" -> words.size() == 1 ? migrate() : misused();
                case "info" -> words.size() == 1 ? info() : misused();
                case "restored" -> words.size() == 1 ? restored() : misused();
                default -> misused();
            };
        } catch (LaunchException refused) {
            out.println(refused.getMessage());
            return FAILED;
        }
    }

    private int misused() {
        out.println(
                "Say what: ./orchestrator db migrate, db info, db restored, or db generate --adapter postgres|mysql|sqlite;"
                        + " --help says more");
        return MISUSED;
    }

    private int migrate() {
        out.println(ServerPreflight.migrate());
        return 0;
    }

    private int restored() {
        out.println(ServerPreflight.restored());
        return 0;
    }

    private int info() {
        out.println(ServerPreflight.schema());
        String pending = ServerPreflight.pending();
        if (pending.isEmpty()) {
            return 0;
        }
        out.println("To be done by `orchestrator db migrate`:");
        out.println(pending.indent(2).stripTrailing());
        return FAILED;
    }

    private int generate(List<String> words) {
        try {
            out.println(Generate.write(words, clock));
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
