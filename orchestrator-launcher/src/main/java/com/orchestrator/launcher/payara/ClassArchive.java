package com.orchestrator.launcher.payara;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Writes the classes loaded so far into an archive that the next start maps instead of loading them one by one. The
 * script says where, and only when there is none yet and the JVM was started so that it can. An optimisation: when it
 * fails, starts stay slow and nothing else happens.
 *
 * @param file where the archive goes; it appears there complete or not at all
 */
public record ClassArchive(Path file) {

    public static Optional<ClassArchive> wanted() {
        return Optional.ofNullable(System.getProperty("orchestrator.cds.record"))
                .map(file -> new ClassArchive(Path.of(file)));
    }

    public void write() {
        Silently.run(this::dump);
    }

    private void dump() {
        Path partial = file.resolveSibling(
                file.getFileName() + ".partial-" + ProcessHandle.current().pid());
        try {
            String[] arguments = {"dynamic_dump", partial.toString()};
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmCds",
                            new Object[] {arguments},
                            new String[] {String[].class.getName()});
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (JMException | IOException e) {
            System.err.println("No class archive for quicker starts: " + e.getMessage());
        }
    }
}
