package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** Backends that a program or a file says, in the running program. */
class DiscoveryIT extends Sourced {

    @Test
    void aProgramSaysWhichBackendsThereAre() throws Exception {
        Path script = program("cat backends");
        replace("backends", a + " weight=2\n");
        Api api = serving("{type: exec, command: [%s], directory: '%s', interval: 20ms}".formatted(script, directory));
        serves("a");
        replace("backends", b + " weight=1 sni=b.example\n" + a + "\n");
        serves("b", "a");
        works(api);
    }

    @Test
    void aProgramThatFailsLeavesTheBackendsAndIsQuoted() throws Exception {
        Path script = program("cat backends || { echo the inventory is gone >&2; exit 5; }");
        replace("backends", a + "\n");
        Api api = serving("{type: exec, command: [%s], directory: '%s', interval: 20ms}".formatted(script, directory));
        serves("a");
        Files.delete(directory.resolve("backends"));
        fails(api, "ends with exit code 5 and says: ");
        fails(api, "the inventory is gone");
        serves("a");
        replace("backends", b + "\n");
        works(api);
        serves("b");
    }

    private Api servingBesideOneThatHangs(String timeout) throws Exception {
        Path script = program("echo $$ >pid; sleep 600");
        last = administered(admin() + """
                listeners:
                  web: {bind: "%s", pool: web}
                pools:
                  web: {backends: ["%s"]}
                  slow: {discovery: {type: exec, command: [%s], directory: '%s', interval: 20ms, timeout: %s}}
                """.formatted(web, a, script, directory, timeout));
        return api(last);
    }

    @Test
    void aProgramThatHangsIsKilledAndDelaysNobodyElse() throws Exception {
        Api api = servingBesideOneThatHangs("100ms");
        serves("a");
        Eventually.until("the timeout is told",
                () -> api.get(pool("slow")).with(200).at("/discoveryFailure").contains("no answer within 100 ms"));
        isKilled(pid());
    }

    @Test
    void aProgramThatHangsHoldsUpNoStopAndEndsWithIt() throws Exception {
        servingBesideOneThatHangs("1h");
        long hanging = pid();
        last.signal("INT");
        last.exitCode();
        isKilled(hanging);
    }

    private static void isKilled(long pid) throws Exception {
        Eventually.until("it is killed", () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private long pid() throws Exception {
        Path file = directory.resolve("pid");
        Eventually.until("it has run", () -> Files.exists(file) && !Files.readString(file).isBlank());
        return Long.parseLong(Files.readString(file).strip());
    }

    @Test
    void aFileSaysWhichBackendsThereAre() throws Exception {
        replace("list.yaml", "backends:\n  - {address: '%s', weight: 3}\n".formatted(a));
        Api api = serving("{type: file, path: '%s', format: yaml, interval: 20ms}".formatted(directory.resolve("list.yaml")));
        serves("a");
        replace("list.yaml", "- '%s'\n".formatted(b));
        serves("b");
        works(api);
    }

    @Test
    void aFileThatIsHalfWrittenOrGoneLeavesTheBackends() throws Exception {
        Path list = replace("list", a + "\n");
        Api api = serving("{type: file, path: '%s', interval: 20ms}".formatted(list));
        serves("a");
        Files.writeString(list, b.toString());
        fails(api, "its last line has no end");
        serves("a");
        Files.delete(list);
        fails(api, "no such file: put it there, or change path");
        serves("a");
        replace("list", b + "\n");
        serves("b");
        works(api);
    }

    @Test
    void onFailureCanEmptyThePool() throws Exception {
        Path list = replace("list", a + "\n");
        Api api = serving("{type: file, path: '%s', interval: 20ms, onFailure: set-empty}".formatted(list));
        serves("a");
        Files.delete(list);
        Eventually.until("the pool is empty", () -> api.get(pool("web") + "/backends").with(200).body().strip().equals("[]"));
        client(web.address()).seesEnd();
    }

    @Test
    void aRefreshWithTheSameMembersClosesNothingAndAnotherWeightNeither() throws Exception {
        Path list = replace("list", a + " weight=1\n");
        Api api = serving("{type: file, path: '%s', interval: 20ms}".formatted(list));
        Peer client = client(web.address());
        assertEquals("a", client.line());
        replace("list", a + " weight=7\n");
        Eventually.until("the weight is in force", () -> api.get(backend("web", a)).with(200).at("/weight").equals("7"));
        client.sends("still here\n");
        client.receives("still here\n");
        assertEquals("1", api.get(backend("web", a)).with(200).at("/active"));
    }

    @Test
    void aStartWhileTheSourceIsDownBeginsWithTheLastListAndGoesOnWithTheNextOne() throws Exception {
        Path list = replace("list", a + "\n");
        String discovery = "{type: file, path: '%s', interval: 20ms}".formatted(list);
        serving(discovery);
        serves("a");
        Path kept = data.resolve("discovered/web.json");
        Eventually.until("the list is kept", () -> Files.exists(kept));
        last.signal("KILL");
        last.exitCode();
        Files.delete(list);
        last = again();
        Api api = api(last);
        serves("a");
        fails(api, "no such file");
        last.says("it begins with the list of ");
        replace("list", b + "\n");
        serves("b");
        works(api);
        Eventually.until("the next list is kept", () -> Files.readString(kept).contains(b.toString()));
    }

    @Test
    void aListIsNotUsedForAnotherSourceAndGoesWithItsPool() throws Exception {
        Path list = replace("list", a + "\n");
        Api api = serving("{type: file, path: '%s', interval: 20ms}".formatted(list));
        serves("a");
        Eventually.until("the list is kept", () -> Files.exists(data.resolve("discovered/web.json")));
        last.signal("TERM");
        last.exitCode();
        api = serving("{type: file, path: '%s.gone', interval: 20ms}".formatted(list));
        fails(api, "no such file");
        client(web.address()).seesEnd();
        api.delete(WEB, Api.ANY).with(200);
        api.delete(pool("web"), Api.ANY).with(200);
        Eventually.until("the list is gone", () -> !Files.exists(data.resolve("discovered/web.json")));
    }

    private Path program(String script) throws Exception {
        Path program = file("list.sh", "#!/bin/sh\n" + script + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }

    /** As whoever does it right: another file, renamed. */
    private Path replace(String name, String text) throws Exception {
        Path next = file(name + ".next", text);
        return Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
