package com.orchestrator.conformance;

import com.orchestrator.conformance.rig.CommitGate;
import com.orchestrator.conformance.rig.OwnServers;
import com.orchestrator.conformance.rig.RemoteServers;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.Program;
import com.orchestrator.launcher.os.ShutdownStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./orchestrator conformance}: plays the scenarios that were asked for and says which promises are kept. */
public final class Conformance {

    private Conformance() {}

    /** Ends the process: 0 all promises are kept, 1 not. */
    public static void main(String[] words) {
        Program.run(started -> {
            started.codeWhenStopped(Program.FAILED);
            return run(ConformanceOptions.parse(List.of(words)), started) ? 0 : Program.FAILED;
        });
    }

    private static boolean run(ConformanceOptions options, ShutdownStack started) throws IOException {
        List<Verdict> verdicts = options.urls().isEmpty()
                ? onOwnServers(options, started)
                : new Suite(new RemoteServers(options.urls()), Conformance::tell).play(options.scenarios());
        Report report = new Report(verdicts);
        System.out.println(report.table());
        options.json().ifPresent(report::write);
        return Verdict.allKept(verdicts);
    }

    private static List<Verdict> onOwnServers(ConformanceOptions options, ShutdownStack started) throws IOException {
        Path root = Path.of(System.getProperty("orchestrator.root"));
        Path state = root.resolve(".orchestrator");
        Path directory = Files.createTempDirectory(Files.createDirectories(state.resolve("conformance")), "rig-");
        started.open(() -> () -> FileTree.delete(directory));
        Path cache = state.resolve("cache");
        OwnServers servers = started.open(() -> options.withKills()
                ? OwnServers.startForKills(root, cache, directory, options.servers())
                : OwnServers.start(root, cache, directory, options.servers()));
        List<Verdict> verdicts = new ArrayList<>(new Suite(servers, Conformance::tell).play(options.scenarios()));
        if (options.withKills()) {
            try (CommitGate gate = servers.commitGate(KillSuite.SIDE_BY_SIDE)) {
                verdicts.addAll(new KillSuite(servers, gate, Conformance::tell, Conformance::tellHowFar)
                        .play(options.scenarios()));
            }
        }
        return verdicts;
    }

    private static void tellHowFar(List<KillCourse> courses) {
        int killed = courses.stream().mapToInt(KillCourse::killed).sum();
        int commits = courses.stream().mapToInt(KillCourse::commits).sum();
        System.err.println("Killed at " + killed + " of " + commits + " commits.");
    }

    /** While it goes on; the table comes in the end. */
    private static void tell(Verdict verdict) {
        System.err.println(Report.line(verdict));
    }
}
