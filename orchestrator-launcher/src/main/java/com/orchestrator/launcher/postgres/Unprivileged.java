package com.orchestrator.launcher.postgres;

import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Subprocess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL refuses to run as root. This is how root runs it all the same: as nobody. */
enum Unprivileged {
    /** We are not root. */
    AS_IS(List.of()),
    /** A user namespace in which root's files belong to nobody. */
    NAMESPACE(List.of("unshare", "-U")),
    /** The user nobody, who must then own the data. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<String> prefix;

    Unprivileged(List<String> prefix) {
        this.prefix = prefix;
    }

    static Unprivileged detect() {
        if (!System.getProperty("user.name").equals("root")) {
            return AS_IS;
        }
        for (Unprivileged way : List.of(NAMESPACE, NOBODY)) {
            if (Subprocess.run(LIMIT, way.command("true")).succeeded()) {
                return way;
            }
        }
        throw new LaunchException("PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` is allowed"
                + " here. Run as another user, or use `./orchestrator server` with a PostgreSQL of your own.");
    }

    List<String> command(String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return whole;
    }

    /** Makes the directory and all in it accessible to the user PostgreSQL runs as. */
    void own(Path directory) {
        if (this == NOBODY) {
            Subprocess.run(LIMIT, List.of("chown", "-R", "65534:65534", directory.toString()))
                    .orThrow("Cannot give " + directory + " to nobody");
        }
    }
}
