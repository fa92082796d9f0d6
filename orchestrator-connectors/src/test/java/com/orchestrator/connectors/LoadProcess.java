package com.orchestrator.connectors;

import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.pack.LoadPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** One run of a job: here, or in a process of its own that says each step and stops at one of them until it is killed. */
final class LoadProcess {

    private LoadProcess() {}

    /**
     * @param cursor a column, or nothing
     * @param keys a column, or nothing
     */
    record Job(Path folder, String run, String type, String target, String cursor, String keys) {

        List<String> words() {
            return List.of(folder.toString(), run, type, target, cursor, keys);
        }

        /** As a worker does it, from the begin. */
        void run(Consumer<String> reached) {
            Workroom workroom = new Workroom(List.of(folder), folder.resolve("tmp"), 128);
            Connectors connectors = Connectors.installed(workroom);
            Target into = connectors.target(type, Etl.json(target));
            Request request = new Request(
                    "sales",
                    run,
                    Etl.columns("id bigint", "name text", "amount decimal(10,2)"),
                    into.state("sales"),
                    SchemaDrift.FREEZE,
                    cursor.isEmpty() ? null : cursor,
                    keys.isEmpty() ? List.of() : List.of(keys),
                    false);
            LoadPackage pack = new Extraction(rows -> reached.accept("reading"))
                    .run(
                            connectors.source("csv", Etl.json("{'path': 'in.csv'}")),
                            request,
                            folder.resolve("package"),
                            folder.resolve("rejects.csv"));
            reached.accept("packed");
            into.load(LoadPackage.open(pack.directory()), reached::accept);
        }
    }

    /** The step to stop at, and the job's words. */
    public static void main(String[] args) {
        new Job(Path.of(args[1]), args[2], args[3], args[4], args[5], args[6]).run(step -> reached(step, args[0]));
        reached("done", args[0]);
    }

    private static void reached(String step, String stop) {
        System.out.println(step);
        System.out.flush();
        try {
            if (step.equals(stop) && System.in.read() >= 0) {
                throw new IllegalStateException("Nobody has anything to say to this process");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
