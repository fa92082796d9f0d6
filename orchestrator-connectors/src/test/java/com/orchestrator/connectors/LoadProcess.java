package com.orchestrator.connectors;

import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.pack.LoadPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** One run of a job in a process of its own. Says each step, and stops at one of them until it is killed. */
final class LoadProcess {

    private LoadProcess() {}

    /** Folder, run, step to stop at, target type, target configuration, cursor column or nothing, keys or nothing. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        String stop = args[2];
        Workroom workroom = new Workroom(List.of(folder), folder.resolve("tmp"), 128);
        Connectors connectors = Connectors.installed(workroom);
        Target target = connectors.target(args[3], Etl.json(args[4]));
        Request request = new Request(
                "sales",
                args[1],
                Etl.columns("id bigint", "name text", "amount decimal(10,2)"),
                target.state("sales"),
                SchemaDrift.FREEZE,
                args[5].isEmpty() ? null : args[5],
                args[6].isEmpty() ? List.of() : List.of(args[6]),
                false);
        LoadPackage pack = new Extraction(workroom, rows -> reached("reading", stop))
                .run(
                        connectors.source("csv", Etl.json("{'path': 'in.csv'}")),
                        request,
                        folder.resolve("package"),
                        folder.resolve("rejects.csv"));
        reached("packed", stop);
        target.load(pack, step -> reached(step, stop));
        reached("done", stop);
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
