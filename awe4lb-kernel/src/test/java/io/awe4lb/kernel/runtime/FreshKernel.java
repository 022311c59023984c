package io.awe4lb.kernel.runtime;

import io.awe4lb.kernel.net.LackingLookup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.Objects;

/** The kernel's classes once more, with static fields of their own, on a C library that lacks one call. */
final class FreshKernel extends ClassLoader {

    private static final String KERNEL = "io.awe4lb.kernel.";
    private static final String LIB_C = KERNEL + "net.LibC";

    private final String missingCall;

    FreshKernel(String missingCall) {
        super(FreshKernel.class.getClassLoader());
        this.missingCall = missingCall;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(KERNEL)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) {
        byte[] original = bytes(name);
        byte[] code = name.equals(LIB_C) ? withLackingLookup(original) : original;
        return defineClass(name, code, 0, code.length);
    }

    private byte[] bytes(String name) {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Puts {@link LackingLookup#without} in the place of {@link Linker#defaultLookup()}. */
    private byte[] withLackingLookup(byte[] original) {
        CodeTransform swap = (code, element) -> {
            if (element instanceof InvokeInstruction call && call.name().equalsString("defaultLookup")) {
                code.loadConstant(missingCall).invokestatic(desc(LackingLookup.class), "without",
                        MethodTypeDesc.of(desc(SymbolLookup.class), desc(Linker.class), desc(String.class)));
            } else {
                code.with(element);
            }
        };
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(classFile.parse(original), ClassTransform.transformingMethodBodies(swap));
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.of(type.getName());
    }
}
