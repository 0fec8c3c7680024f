"""Steady load on a real worker: does anything grow?"""
