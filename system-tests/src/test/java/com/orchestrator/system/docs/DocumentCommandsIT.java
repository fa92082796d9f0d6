package com.orchestrator.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.payara.ServerSettings;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Follows the documents from top to bottom, README first, as a newcomer with an empty folder and a fresh server does. Each block
 * of commands runs; a line {@code # → …} behind one says what must have been printed, with {@code …} for what does not matter. A
 * block that is marked behind its fence does not: {@code long-running}, {@code illustrative} (its names are made up), or
 * {@code background} (it runs until the end).
 */
class DocumentCommandsIT {

    private static final Path WORK = Built.folder("docs");
    private static final Set<String> NOT_RUN = Set.of("long-running", "illustrative");
    private static final Map<String, String> AS_DEV = Map.of(ServerSettings.RUN_OUTCOMES, "true");
    private static final String BACKGROUND = "background";
    private static final String EXPECTED = "# → ";
    private static final Pattern COMMAND =
            Pattern.compile("^(curl|mvn|java|\\./orchestrator|ORCHESTRATOR_\\w+=)", Pattern.MULTILINE);

    @Test
    void everyCommandOfTheDocuments_doesWhatTheySay() throws IOException, InterruptedException {
        Path folder = WORK.resolve("folder");
        FileTree.delete(folder);
        Files.createDirectories(folder);
        int ran = 0;
        try (EmbeddedPostgres database = Built.database(WORK);
                ServerNode server = ServerNode.start(Built.server(), database, AS_DEV, WORK.resolve("logs"));
                Shell shell = new Shell(folder, server.url())) {
            for (CodeBlock block : Documents.blocks()) {
                if (block.isFile()) {
                    shell.save(block.mark(), block.text());
                } else if (block.mark().equals(BACKGROUND)) {
                    shell.runInBackground(block.text(), "background-" + ran);
                } else if (isCommands(block)) {
                    follow(block, shell);
                    ran++;
                }
            }
        }
        assertThat(ran).isGreaterThanOrEqualTo(4);
    }

    private static boolean isCommands(CodeBlock block) {
        return block.language().equals("sh") && !NOT_RUN.contains(block.mark());
    }

    private static void follow(CodeBlock block, Shell shell) throws IOException, InterruptedException {
        String printed = shell.run(block.text());
        int from = 0;
        for (String line :
                block.text().lines().filter(line -> line.startsWith(EXPECTED)).toList()) {
            for (String part : line.substring(EXPECTED.length()).split("…")) {
                int at = printed.indexOf(part.strip(), from);
                assertThat(at)
                        .as("%s: '%s' in what was printed: %s", block.place(), part.strip(), printed)
                        .isNotNegative();
                from = at + part.strip().length();
            }
        }
    }

    @Test
    void everyCommand_standsInABlockThatRunsOrSaysWhyNot() {
        List<String> unmarked = new ArrayList<>();
        for (CodeBlock block : Documents.blocks()) {
            boolean isSh = block.language().equals("sh");
            boolean isKnown =
                    block.mark().isEmpty() || block.mark().equals(BACKGROUND) || NOT_RUN.contains(block.mark());
            if (isSh ? !isKnown : COMMAND.matcher(block.text()).find()) {
                unmarked.add(block.place());
            }
        }
        assertThat(unmarked).isEmpty();
    }
}
