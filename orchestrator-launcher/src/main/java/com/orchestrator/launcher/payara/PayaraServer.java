package com.orchestrator.launcher.payara;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The WAR on Payara Micro in this JVM.
 *
 * <p>Payara alone would stay up with a 404 for everything when the deployment fails, would end with exit code 0 when
 * its port is taken, and would answer running requests with 500 when told to stop. Hence the checks and the drain here.
 */
public final class PayaraServer implements AutoCloseable {

    /** The WAR looks at this to become unready and to answer the polls it holds. */
    private static final String DRAINING = "orchestrator.draining";
    /** Why the WAR is deployed and yet no server, said by the WAR. */
    private static final String REFUSAL = "orchestrator.refusal";

    /** The database went back to an earlier moment under the WAR, which says so. */
    private static final String TAKEN_BACK = "orchestrator.taken-back";

    /** Number of requests the WAR is working on or holding, kept there by the WAR. */
    private static final String ACTIVE_REQUESTS = "orchestrator.requests.active";

    private static final Duration READY_LIMIT = Duration.ofMinutes(10);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
    private static final Duration UNCOUNTED_DRAIN = Duration.ofSeconds(1);
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ServerSettings settings;
    private volatile boolean up;

    private PayaraServer(ServerSettings settings) {
        this.settings = settings;
    }

    /** Checks what can be checked before anything is started, and remembers how to stop. */
    public static PayaraServer prepare(ServerSettings settings) {
        if (!Ports.isFree(settings.host(), settings.port())) {
            throw new LaunchException("Port " + settings.port() + " of " + settings.host()
                    + " is taken. Stop what listens there, or choose another port with --port.");
        }
        return new PayaraServer(settings);
    }

    /** Returns when the server answers that it is ready. */
    public void boot(PayaraInstall install, Path war, Path instance, LaunchLog log) {
        if (!Files.isRegularFile(war)) {
            throw new LaunchException("There is no " + war + "; the build has not made it.");
        }
        settings.configuration().forEach(System::setProperty);
        ServerPreflight.run();
        System.setProperty("jersey.config.server.wadl.disableWadl", "true");
        install.copyConfigurationTo(instance);
        PayaraMicro.boot(install, arguments(war, instance, log));
        refuseWhatDidNotStart();
        up = true;
        awaitReady();
    }

    private static void refuseWhatDidNotStart() {
        String refusal = System.getProperty(REFUSAL);
        if (refusal != null) {
            throw new LaunchException("The server does not start: " + refusal);
        }
        if (!PayaraMicro.hasDeployedApplication()) {
            throw new LaunchException("The server does not start: Payara could not deploy it.");
        }
    }

    /** Whether it is of no use any more, and a new process would be. */
    public static boolean isTakenBack() {
        return System.getProperty(TAKEN_BACK) != null;
    }

    public ServerSettings settings() {
        return settings;
    }

    /** Unready first, then held polls answered and running requests finished, then down. One that is taken back has no answers. */
    @Override
    public void close() {
        if (!up || isTakenBack()) {
            return;
        }
        drain();
        try {
            CompletableFuture.runAsync(() -> Silently.run(PayaraMicro::shutdown))
                    .get(SHUTDOWN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new LaunchException("Payara did not shut down in order: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A WAR that does not count its requests gets a short while to answer them. */
    private static void drain() {
        System.setProperty(DRAINING, "true");
        boolean counted = System.getProperty(ACTIVE_REQUESTS) != null;
        Await.until(
                counted ? DRAIN_LIMIT : UNCOUNTED_DRAIN, PAUSE, () -> "0".equals(System.getProperty(ACTIVE_REQUESTS)));
    }

    private void awaitReady() {
        var probe = new ReadinessProbe(settings.url());
        if (!Await.until(READY_LIMIT, PAUSE, probe::isReady)) {
            throw new LaunchException("The server is deployed but not ready after " + READY_LIMIT.toSeconds() + " s; "
                    + settings.url() + ReadinessProbe.PATH + " says: " + probe.lastAnswer());
        }
    }

    private List<String> arguments(Path war, Path instance, LaunchLog log) {
        try {
            return List.of(
                    "--rootdir",
                    instance.toString(),
                    "--deploy",
                    war.toString(),
                    "--port",
                    String.valueOf(settings.port()),
                    "--nohazelcast",
                    "--disablephonehome",
                    "--minhttpthreads",
                    "4",
                    "--maxhttpthreads",
                    "32",
                    "--prebootcommandfile",
                    PayaraFiles.writePrebootCommands(instance, settings.host()).toString(),
                    "--postbootcommandfile",
                    PayaraFiles.writePostbootCommands(instance).toString(),
                    "--postdeploycommandfile",
                    PayaraFiles.writePostdeployCommands(instance).toString(),
                    "--logproperties",
                    log.writeProperties(instance).toString());
        } catch (IOException e) {
            throw new LaunchException("Cannot write to " + instance + ": " + e.getMessage(), e);
        }
    }
}
