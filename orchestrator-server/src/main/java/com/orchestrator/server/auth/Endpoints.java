package com.orchestrator.server.auth;

import com.orchestrator.api.error.OrchestratorException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassfish.jersey.uri.UriTemplate;

/** All there is to call, as the resource classes describe it. */
public final class Endpoints {

    /**
     * One operation.
     *
     * @param path template such as {@code /api/v1/instances/{id}}
     * @param requires what it takes; empty when everybody may call
     */
    public record Endpoint(String method, UriTemplate path, Optional<Requires> requires, Method handler) {

        /** Empty when everybody may call. */
        public Optional<Role> role() {
            return requires.map(Requires::role);
        }

        /** What it is about; nothing of anybody when everybody may call. */
        public On on() {
            return requires.map(Requires::on).orElse(On.API);
        }
    }

    private final List<Endpoint> all;

    private Endpoints(List<Endpoint> all) {
        this.all = List.copyOf(all);
    }

    public static Endpoints of(Collection<?> resources) {
        return new Endpoints(resources.stream()
                .filter(resource -> resource.getClass().isAnnotationPresent(Path.class))
                .flatMap(resource -> Arrays.stream(resource.getClass().getMethods()))
                .flatMap(Endpoints::endpoint)
                .toList());
    }

    private static Stream<Endpoint> endpoint(Method handler) {
        return Arrays.stream(handler.getAnnotations())
                .map(Annotation::annotationType)
                .flatMap(type -> Stream.ofNullable(type.getAnnotation(HttpMethod.class)))
                .map(method -> new Endpoint(method.value(), path(handler), requires(handler), handler));
    }

    private static UriTemplate path(Method handler) {
        return new UriTemplate(
                Stream.of(handler.getDeclaringClass().getAnnotation(Path.class), handler.getAnnotation(Path.class))
                        .flatMap(Stream::ofNullable)
                        .map(path -> "/" + path.value())
                        .reduce("", String::concat)
                        .replaceAll("/+", "/"));
    }

    private static Optional<Requires> requires(Method handler) {
        return Optional.ofNullable(handler.getAnnotation(Requires.class));
    }

    public List<Endpoint> all() {
        return all;
    }

    /** Whether a request would get as far as having its body read; by the same rule as {@link AccessFeature}, which decides. */
    public boolean mayCall(Authenticator authenticator, String path, Credentials credentials) {
        String method = credentials.method();
        String plain = plain(path);
        List<Endpoint> called = all.stream()
                .filter(endpoint ->
                        endpoint.method().equals(method) && endpoint.path().match(plain, new ArrayList<>()))
                .toList();
        return called.stream().anyMatch(endpoint -> endpoint.role().isEmpty())
                || (!called.isEmpty() && mayCall(called, authenticator, credentials));
    }

    /** What Jersey looks at: a slash at the end and what stands behind a semicolon say nothing. */
    private static String plain(String path) {
        return path.replaceAll(";[^/]*", "").replaceAll("(?<=.)/$", "");
    }

    private static boolean mayCall(List<Endpoint> called, Authenticator authenticator, Credentials credentials) {
        try {
            Caller caller = authenticator.authenticate(credentials);
            return called.stream().flatMap(endpoint -> endpoint.role().stream()).anyMatch(caller::may);
        } catch (OrchestratorException unknown) {
            return false;
        }
    }
}
