package com.orchestrator.launcher.payara;

import com.orchestrator.launcher.os.LaunchException;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;

/**
 * Payara Micro's own API, which exists only on the exploded class path and is therefore called by name.
 *
 * <p>{@code main} is the only way in that understands all command line options; it returns when the server is up.
 */
final class PayaraMicro {

    private static final String IMPLEMENTATION = "fish.payara.micro.impl.PayaraMicroImpl";

    private PayaraMicro() {}

    static void boot(PayaraInstall install, List<String> arguments) {
        System.setProperty(
                "fish.payara.micro.BootJar", install.launchJar().toUri().toString());
        System.setProperty("fish.payara.micro.UnpackDir", install.home().toString());
        String[] line = arguments.toArray(String[]::new);
        call(() ->
                Class.forName(IMPLEMENTATION).getMethod("main", String[].class).invoke(null, (Object) line));
    }

    static boolean hasDeployedApplication() {
        Object runtime = call(() -> invoke(instance(), "getRuntime"));
        Object names = call(() -> invoke(runtime, "getDeployedApplicationNames"));
        return !((Collection<?>) names).isEmpty();
    }

    static void shutdown() {
        call(() -> invoke(instance(), "shutdown"));
    }

    private static Object instance() throws ReflectiveOperationException {
        return Class.forName(IMPLEMENTATION).getMethod("getInstance").invoke(null);
    }

    private static Object invoke(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Call call) {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw new LaunchException("Payara Micro: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new LaunchException("This is not the Payara Micro that the launcher was made for: " + e, e);
        }
    }
}
