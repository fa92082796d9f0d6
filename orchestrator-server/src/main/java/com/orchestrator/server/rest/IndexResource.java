package com.orchestrator.server.rest;

import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Open;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is, read off the resources themselves. */
@Path("api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class IndexResource {

    private static final String ETL = "/api/v1/etl/";

    private final Index index;

    private IndexResource(Index index) {
        this.index = index;
    }

    /**
     * Not a constructor, since Jersey looks at the types of those and warns of this one at each start.
     *
     * @param resources every class whose methods can be called
     */
    public static IndexResource of(String version, Collection<Class<?>> resources) {
        List<Operation> operations = Stream.concat(resources.stream(), Stream.of(IndexResource.class))
                .flatMap(IndexResource::operations)
                .sorted(Comparator.comparing(Operation::href).thenComparing(Operation::method))
                .toList();
        return new IndexResource(new Index(version, links(operations), operations));
    }

    @GET
    @Requires(role = Role.READER, on = On.API)
    public Response index() {
        return Answers.ok(index);
    }

    private static Stream<Operation> operations(Class<?> resource) {
        String base = "/" + resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> Stream.ofNullable(verb(method))
                        .map(verb -> new Operation(verb, base + subPath(method), role(resource, method))));
    }

    private static @Nullable String verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .flatMap(annotation ->
                        Stream.ofNullable(annotation.annotationType().getAnnotation(HttpMethod.class)))
                .map(HttpMethod::value)
                .findFirst()
                .orElse(null);
    }

    private static String subPath(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value().replaceAll("\\{(\\w+):[^/]*}", "{$1}");
    }

    private static @Nullable String role(Class<?> resource, Method method) {
        Requires requires = method.getAnnotation(Requires.class);
        return resource.isAnnotationPresent(Open.class) || requires == null
                ? null
                : requires.role().name().toLowerCase(Locale.ROOT);
    }

    /** What can be read as it stands, by the last word of its path. */
    private static Map<String, String> links(List<Operation> operations) {
        Map<String, String> links = new TreeMap<>();
        operations.stream()
                .filter(operation ->
                        operation.method().equals("GET") && !operation.href().contains("{"))
                .forEach(operation -> links.put(rel(operation.href()), operation.href()));
        return links;
    }

    private static String rel(String href) {
        if (href.equals("/api/v1")) {
            return "self";
        }
        String word = href.substring(href.lastIndexOf('/') + 1);
        if (href.startsWith(ETL)) {
            return "etl:" + word;
        }
        // Jobs to extract and load have the founding document's address, too, and /api/v1/jobs is something else.
        if (href.equals("/jobs") || href.equals("/job_runs")) {
            return "etl:" + href;
        }
        // The job router has words of its own for some of what is there.
        return href.startsWith("/api/") && !href.startsWith("/api/v1/")
                ? "router:" + href.substring("/api/".length()).replace('/', '-')
                : word;
    }

    /**
     * @param links addresses that can be read as they stand
     * @param operations everything that can be called
     */
    public record Index(String version, Map<String, String> links, List<Operation> operations) {}

    /**
     * @param href a path; in braces what is to be put in
     * @param role what a token needs; null when anybody may call it
     */
    public record Operation(
            String method, String href, @Nullable String role) {}
}
