package com.orchestrator.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The files of the page, read once from the class path. There is none when the server was built without it. */
final class PageFiles {

    static final String PLACE = "META-INF/resources/ui/";

    /** No name leads out of the folder. */
    private static final Pattern NAME = Pattern.compile("(assets/)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");

    private static final String INDEX = "index.html";
    private static final String BASE = "<base href=\"/ui/\">";
    private static final String PROVIDER = "<meta name=\"provider\" content=\"";

    private final ClassLoader loader;
    private final String place;
    private final Map<String, PageFile> read = new ConcurrentHashMap<>();

    /** @param place folder on the class path, with a slash at its end */
    PageFiles(ClassLoader loader, String place) {
        this.loader = loader;
        this.place = place;
    }

    /** @param name below the folder of the page */
    Optional<PageFile> file(String name) {
        if (!NAME.matcher(name).matches() || name.equals(INDEX)) {
            return Optional.empty();
        }
        return kept(name, content -> PageFile.of(name, content));
    }

    /**
     * The page, which every address below its folder leads to.
     *
     * @param contextPath where the application stands on the server, empty at its root; never what a caller has sent
     * @param provider through which people sign in; empty without one
     */
    Optional<PageFile> page(String contextPath, String provider) {
        return kept(INDEX, content -> at(contextPath, provider, content));
    }

    /** Names that are no file are not kept: there is no end of them. */
    private Optional<PageFile> kept(String name, Function<byte[], PageFile> made) {
        PageFile known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PageFile> file = bytes(name).map(made);
        file.ifPresent(one -> read.put(name, one));
        return file;
    }

    private static PageFile at(String contextPath, String provider, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        String there =
                text.replace(BASE, BASE.replace("/ui/", contextPath + "/ui/")).replace(PROVIDER, PROVIDER + provider);
        return PageFile.of(INDEX, there.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<byte[]> bytes(String name) {
        try (InputStream content = loader.getResourceAsStream(place + name)) {
            return content == null ? Optional.empty() : Optional.of(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
